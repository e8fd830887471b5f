package dev.mailmonitor.alert;

import java.util.List;

/// An alert in its parts, for those who lay it out themselves. A text that is not there is empty.
///
/// @param title one line
/// @param failure whether it calls somebody to work
/// @param lead the sentence that stands first
/// @param bullets what is wrong, one line each
/// @param findings what stands below the bullets
/// @param lasted since when or how long; ends in a colon if the missed bullets follow
/// @param missed what was wrong in between and was never told, one line each
/// @param remarks further sentences
public record AlertParts(
    String title,
    boolean failure,
    String lead,
    List<String> bullets,
    List<Finding> findings,
    String lasted,
    List<String> missed,
    List<String> remarks) {

  /// Copies the lists.
  public AlertParts {
    bullets = List.copyOf(bullets);
    findings = List.copyOf(findings);
    missed = List.copyOf(missed);
    remarks = List.copyOf(remarks);
  }

  /// What is known of one problem.
  ///
  /// @param step where it happened
  /// @param words what the server said, unless the bullet says it
  /// @param details further findings, one a line
  /// @param advice what to do about it
  public record Finding(String step, String words, List<String> details, String advice) {
    /// Copies the list.
    public Finding {
      details = List.copyOf(details);
    }

    boolean isEmpty() {
      return step.isEmpty() && words.isEmpty() && details.isEmpty() && advice.isEmpty();
    }
  }
}
