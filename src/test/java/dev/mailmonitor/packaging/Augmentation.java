package dev.mailmonitor.packaging;

import io.quarkus.bootstrap.app.CuratedApplication;
import io.quarkus.bootstrap.app.QuarkusBootstrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Makes the runner jar as the `build` goal of Quarkus' Maven plugin does, but with the same bytes
/// each time: see [StepsInOrder] and [CanonicalJar].
///
/// It runs in a process of its own. So the JDK that the product is compiled for does the work,
/// whatever Java runs Maven, and it can have `-XX:hashCode=2`: some steps iterate over sets of
/// classes or of other objects whose hash codes the JVM otherwise invents.
public final class Augmentation {
  /// More than Quarkus has build steps; threads that only wait cost nothing.
  private static final String THREADS = "2000";

  private static final int BUILD_ID_BYTES = 8;

  private Augmentation() {}

  /// Makes the jar.
  ///
  /// @param arguments the project's directory, its build directory, the name of its jar without
  ///   `.jar`, the type of the package, the time of the jar's entries; the system property
  ///   `offline` says whether Maven may use the network
  /// @throws Exception if the jar cannot be made
  public static void main(String... arguments) throws Exception {
    Path project = Path.of(arguments[0]);
    Path target = Path.of(arguments[1]);
    String name = arguments[2];
    Properties settings = new Properties();
    settings.setProperty("quarkus.package.jar.type", arguments[3]);
    settings.setProperty("quarkus.package.output-timestamp", arguments[4]);
    System.setProperty("io.quarkus.builder.execution.corePoolSize", THREADS);
    System.setProperty("io.quarkus.builder.execution.maxPoolSize", THREADS);
    Logger.getLogger("").setLevel(Level.WARNING);

    QuarkusBootstrap bootstrap =
        QuarkusBootstrap.builder()
            .setMode(QuarkusBootstrap.Mode.PROD)
            .setApplicationRoot(target.resolve("classes"))
            .setProjectRoot(project)
            .setTargetDirectory(target)
            .setBaseName(name)
            .setOriginalBaseName(name)
            .setBuildSystemProperties(settings)
            .setBaseClassLoader(Augmentation.class.getClassLoader())
            .setIsolateDeployment(true)
            .setLocalProjectDiscovery(true)
            .setOffline(Boolean.getBoolean("offline"))
            .addAdditionalDeploymentArchive(copyOfStepsInOrder(target))
            .build();
    try (CuratedApplication application = bootstrap.bootstrap()) {
      Path jar =
          application
              .createAugmentor(StepsInOrder.class.getName(), Map.of())
              .createProductionApplication()
              .getJar()
              .getPath();
      CanonicalJar.rewrite(jar, Instant.parse(arguments[4]));
      Files.writeString(target.resolve("build-id"), buildId(jar, target.resolve("lib")) + "\n");
    }
    // A resolver's or a build step's left-over thread must not keep the build waiting.
    System.exit(0);
  }

  /// A word for exactly these jars, so that a start-up cache is never used with others.
  private static String buildId(Path jar, Path libraries)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(jar));
    try (Stream<Path> files = Files.list(libraries)) {
      for (Path library : files.sorted().toList()) {
        digest.update(library.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(library));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BUILD_ID_BYTES);
  }

  /// A directory with the one class that Quarkus is to load, since it takes directories and jars.
  private static Path copyOfStepsInOrder(Path target) throws IOException {
    Path classes = target.resolve("test-classes");
    Path copies = target.resolve("augmentation");
    Path own = classes.relativize(classes.resolve(packagePath()));
    Files.createDirectories(copies.resolve(own));
    String pattern = StepsInOrder.class.getSimpleName() + "{,$*}.class";
    try (DirectoryStream<Path> files = Files.newDirectoryStream(classes.resolve(own), pattern)) {
      for (Path file : files) {
        Files.write(copies.resolve(own).resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    return copies;
  }

  private static String packagePath() {
    return StepsInOrder.class.getPackageName().replace('.', '/');
  }
}
