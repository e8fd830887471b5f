package dev.mailmonitor.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which room may use which, and which library is touched in which room only.
class ArchitectureTest {
  private static final String ROOT = "dev.mailmonitor.";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.mailmonitor");

  /// Each room and the rooms that it may use.
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("tls", Set.of()),
          Map.entry("target", Set.of("tls")),
          Map.entry("container", Set.of("target")),
          Map.entry("mail", Set.of("target", "tls")),
          Map.entry("probe", Set.of("target", "mail", "tls")),
          Map.entry("alert", Set.of("target", "probe", "tls", "container")),
          Map.entry("state", Set.of("target", "probe", "alert")),
          Map.entry("config", Set.of("target", "alert", "tls")),
          Map.entry("monitor", Set.of("target", "tls", "mail", "probe", "alert", "state")),
          Map.entry("metrics", Set.of("target", "tls", "mail", "probe", "state")),
          Map.entry(
              "output", Set.of("target", "tls", "mail", "probe", "alert", "state", "monitor")),
          Map.entry(
              "cli",
              Set.of(
                  "target",
                  "tls",
                  "mail",
                  "probe",
                  "alert",
                  "state",
                  "config",
                  "monitor",
                  "metrics",
                  "output",
                  "container")));

  /// Each library and the only room that touches it.
  private static final Map<String, String> TOUCHED_ONLY_IN =
      Map.ofEntries(
          Map.entry("jakarta.mail..", "mail"),
          Map.entry("org.eclipse.angus..", "mail"),
          Map.entry("org.eclipse.microprofile.rest.client..", "alert"),
          Map.entry("org.eclipse.microprofile.config..", "container"),
          Map.entry("jakarta.ws.rs..", "alert"),
          Map.entry("io.quarkus.qute..", "alert"),
          Map.entry("io.quarkus.mailer..", "alert.email"),
          Map.entry("io.vertx.ext.mail..", "alert.email"),
          Map.entry("io.smallrye.config..", "container"),
          Map.entry("io.prometheus..", "metrics"),
          Map.entry("info.picocli..", "cli"),
          Map.entry("picocli..", "cli"));

  static List<Map.Entry<String, Set<String>>> rooms() {
    return List.copyOf(MAY_USE.entrySet());
  }

  static List<Map.Entry<String, String>> libraries() {
    return List.copyOf(TOUCHED_ONLY_IN.entrySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void a_room_uses_only_the_rooms_that_it_may(Map.Entry<String, Set<String>> room) {
    List<String> forbidden = new ArrayList<>();
    for (String other : MAY_USE.keySet()) {
      if (!other.equals(room.getKey()) && !room.getValue().contains(other)) {
        forbidden.add(ROOT + other + "..");
      }
    }
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + room.getKey() + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden.toArray(String[]::new)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("libraries")
  void a_library_is_touched_in_one_room(Map.Entry<String, String> library) {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.mailmonitor..")
            .and()
            .resideOutsideOfPackage(ROOT + library.getValue() + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library.getKey()));
  }

  @Test
  void the_core_is_free_of_the_framework() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + "target..",
                ROOT + "tls..",
                ROOT + "mail..",
                ROOT + "probe..",
                ROOT + "config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta.enterprise..", "jakarta.inject.."));
  }

  @Test
  void rooms_form_no_circle() {
    check(slices().matching("dev.mailmonitor.(*)..").should().beFreeOfCycles());
  }

  @Test
  void every_room_has_its_rule() {
    List<String> known = MAY_USE.keySet().stream().map(room -> ROOT + room + "..").toList();
    check(
        noClasses()
            .should()
            .resideOutsideOfPackages(known.toArray(String[]::new))
            .because("a new package must be given its place in MAY_USE"));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(PRODUCT);
  }
}
