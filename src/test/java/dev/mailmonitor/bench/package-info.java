/// Measurements that anyone can repeat: `mvn -Pbench`, see `bench/README.md`.
@org.jspecify.annotations.NullMarked
package dev.mailmonitor.bench;
