package dev.mailmonitor.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.builder.BuildChain;
import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildException;
import io.quarkus.builder.BuildStep;
import io.quarkus.builder.item.MultiBuildItem;
import io.quarkus.builder.item.SimpleBuildItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// That the steps of a Quarkus build run in one order, on Quarkus' own builder.
@Timeout(30)
class StepsInOrderTest {
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final BuildChainBuilder chain;

  StepsInOrderTest() {
    chain = BuildChain.builder().addFinal(Result.class);
    chain.setClassLoader(getClass().getClassLoader());
  }

  /// What the steps produce.
  public static final class Word extends MultiBuildItem {
    final String text;

    Word(String text) {
      this.text = text;
    }
  }

  /// What the last but one step produces.
  public static final class Late extends SimpleBuildItem {}

  /// What the build is run for.
  public static final class Result extends SimpleBuildItem {
    final List<String> words;

    Result(List<String> words) {
      this.words = words;
    }
  }

  private BuildStep step(String name, Consumer<BuildContext> work) {
    return new BuildStep() {
      @Override
      public void execute(BuildContext context) {
        pause();
        ran.add(name);
        work.accept(context);
      }

      @Override
      public String getId() {
        return name;
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void addSteps(String... names) {
    for (String name : names) {
      chain
          .addBuildStep(step(name, context -> context.produce(new Word(name))))
          .produces(Word.class)
          .build();
    }
  }

  private void addResult() {
    chain
        .addBuildStep(
            step(
                "0-result",
                context -> {
                  List<String> words = new ArrayList<>();
                  context.consumeMulti(Word.class).forEach(word -> words.add(word.text));
                  context.produce(new Result(words));
                }))
        .consumes(Word.class)
        .produces(Result.class)
        .build();
  }

  private Result run() throws Exception {
    new StepsInOrder().apply(Map.of()).forEach(customizer -> customizer.accept(chain));
    return chain.build().createExecutionBuilder("test").execute().consume(Result.class);
  }

  @RepeatedTest(20)
  void steps_run_by_name_unless_one_needs_another() throws Exception {
    // Given: "a" needs what "z" makes.
    addSteps("d", "c", "f", "b", "e");
    chain
        .addBuildStep(step("z", context -> context.produce(new Late())))
        .produces(Late.class)
        .build();
    chain
        .addBuildStep(step("a", context -> context.produce(new Word("a"))))
        .consumes(Late.class)
        .produces(Word.class)
        .build();
    addResult();

    // When
    Result result = run();

    // Then
    assertThat(ran).containsExactly("b", "c", "d", "e", "f", "z", "a", "0-result");
    assertThat(result.words).containsExactly("b", "c", "d", "e", "f", "a");
  }

  @Test
  void a_step_that_fails_ends_the_build_and_not_in_a_wait() {
    // Given
    addSteps("c", "a", "d");
    chain
        .addBuildStep(
            step(
                "b",
                context -> {
                  throw new IllegalStateException("no luck");
                }))
        .produces(Word.class)
        .build();
    addResult();

    // Then
    assertThatThrownBy(this::run)
        .isInstanceOf(BuildException.class)
        .hasStackTraceContaining("no luck");
  }

  @Test
  void two_steps_of_one_name_end_the_build() {
    // Given
    addSteps("a", "a");
    addResult();

    // Then
    assertThatThrownBy(this::run).hasStackTraceContaining("are both called a");
  }
}
