package dev.mailmonitor.config;

import dev.mailmonitor.target.TargetName;

/// Sentences about values that somebody must give, with the ways to give them.
final class Missing {
  private Missing() {}

  /// A required value.
  static String sentence(TargetName target, Setting<?> setting) {
    return "%s%s is missing: %s.".formatted(setting.key(), of(target), give(target, setting));
  }

  /// A password.
  ///
  /// @param prefix `smtp_`, `imap_` or empty for the password of both
  static String password(TargetName target, String prefix) {
    Setting<?> password = Setting.named(prefix + "password").orElseThrow();
    Setting<?> file = Setting.named(prefix + "password_file").orElseThrow();
    String credential = target.isNamed() ? target + ".password" : "password";
    return ("%s%s is missing: give %s or %s in the configuration file, %s%s, %s, or the"
            + " systemd credential %s.")
        .formatted(
            password.key(),
            of(target),
            path(target, file),
            path(target, password),
            flagOf(target),
            file.flag(),
            password.variable(),
            credential);
  }

  /// ` of target NAME`, or nothing.
  static String of(TargetName target) {
    return target.isNamed() ? " of target " + target : "";
  }

  /// How to give a value.
  static String give(TargetName target, Setting<?> setting) {
    return "give %s in the configuration file, %s%s or %s"
        .formatted(path(target, setting), flagOf(target), setting.flag(), setting.variable());
  }

  private static String path(TargetName target, Setting<?> setting) {
    return target.isNamed() ? "targets." + target + "." + setting.key() : setting.key();
  }

  private static String flagOf(TargetName target) {
    return target.isNamed() ? "--target " + target + " " : "";
  }
}
