package dev.mailmonitor.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// On a test that uses [Prometheus]: it is skipped, and says why, where that is not installed. With
/// `CI=true` in the environment it fails instead, so that it is never skipped unseen.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealServersCondition.ForPrometheus.class)
public @interface NeedsPrometheus {}
