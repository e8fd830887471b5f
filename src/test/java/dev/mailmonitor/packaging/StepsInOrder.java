package dev.mailmonitor.packaging;

import io.quarkus.builder.BuildChainBuilder;
import io.quarkus.builder.BuildContext;
import io.quarkus.builder.BuildStep;
import io.quarkus.builder.BuildStepBuilder;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lets the steps of a Quarkus build run one after the other, always in the same order.
///
/// Quarkus runs each step as soon as the steps that it depends on are done, on several threads, and
/// begins with whatever a hash set of identities yields first. What steps produce is kept in the
/// order of their ends, and that order is written into classes: numbered keys, fields, the sequence
/// of start-up tasks. Here a step waits for its turn in an order that respects all dependencies, so
/// it is one of the orders that Quarkus itself might have taken; among steps that are ready at the
/// same time the name decides.
///
/// Each waiting step occupies a thread: the pool must have one for each step and some more, since
/// steps use the same pool for work of their own and wait for it (which is why a pool of a single
/// thread blocks for ever).
///
/// It is loaded by Quarkus' class loader. What it needs to know of the graph is not public, hence
/// the reflection; an unknown version of Quarkus fails the build rather than going out of order.
public final class StepsInOrder
    implements Function<Map<String, Object>, List<Consumer<BuildChainBuilder>>> {

  @Override
  public List<Consumer<BuildChainBuilder>> apply(Map<String, Object> parameters) {
    return List.of(StepsInOrder::applyTo);
  }

  private static void applyTo(BuildChainBuilder chain) {
    Turns turns = new Turns();
    for (Object step : ((Map<?, ?>) field(chain, "steps")).keySet()) {
      BuildStepBuilder builder = (BuildStepBuilder) step;
      builder.setBuildStep(new Waiting((BuildStep) field(builder, "buildStep"), turns));
    }
  }

  /// A step that waits for its turn.
  private record Waiting(BuildStep step, Turns turns) implements BuildStep {
    @Override
    public void execute(BuildContext context) {
      boolean succeeded = false;
      turns.await(this, context);
      try {
        step.execute(context);
        succeeded = true;
      } finally {
        turns.end(succeeded);
      }
    }

    @Override
    public String getId() {
      return step.getId();
    }

    @Override
    public String toString() {
      return step.toString();
    }
  }

  /// Whose turn it is.
  private static final class Turns {
    private @Nullable Map<BuildStep, Integer> order;
    private int current;

    /// Quarkus does not run the steps that are left when one has failed: nobody may wait for them.
    private boolean over;

    synchronized void await(Waiting step, BuildContext context) {
      if (order == null) {
        order = order(context);
      }
      Integer turn = order.get(step);
      if (turn == null) {
        over = true;
        notifyAll();
        throw new IllegalStateException("Quarkus runs a step out of its graph: " + step.getId());
      }
      while (!over && turn != current) {
        try {
          wait();
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          over = true;
          notifyAll();
        }
      }
    }

    synchronized void end(boolean succeeded) {
      current++;
      over |= !succeeded;
      notifyAll();
    }
  }

  /// Every step's place in the order.
  private static Map<BuildStep, Integer> order(BuildContext context) {
    Map<BuildStep, Integer> order = new HashMap<>();
    TreeMap<String, Object> ready = new TreeMap<>();
    Map<Object, Integer> missing = new HashMap<>();
    Object chain = field(field(context, "execution"), "chain");
    ((Collection<?>) field(chain, "startSteps")).forEach(node -> add(ready, node));
    while (!ready.isEmpty()) {
      Object node = ready.pollFirstEntry().getValue();
      BuildStep step = (BuildStep) field(node, "buildStep");
      if (step instanceof Waiting) {
        order.put(step, order.size());
      }
      for (Object dependent : (Set<?>) field(node, "dependents")) {
        int before = missing.getOrDefault(dependent, (Integer) field(dependent, "dependencies"));
        missing.put(dependent, before - 1);
        if (before == 1) {
          add(ready, dependent);
        }
      }
    }
    return order;
  }

  private static void add(Map<String, Object> ready, Object node) {
    String name = ((BuildStep) field(node, "buildStep")).getId();
    if (ready.put(name, node) != null) {
      throw new IllegalStateException(
          "Two steps of the Quarkus build that can run at the same time are both called " + name);
    }
  }

  private static Object field(Object owner, String name) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException(
          "This version of Quarkus has no field %s in %s any more: how its build steps are ordered must be looked up anew (StepsInOrder)"
              .formatted(name, owner.getClass().getName()),
          unknown);
    }
  }
}
