package dev.mailmonitor.alert.ntfy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// A message as ntfy's JSON publishing takes it.
///
/// @param topic which topic
/// @param title the title, at most 1 KB
/// @param message the text, fewer than 4096 bytes
/// @param priority 1 (min) to 5 (max)
/// @param tags shown with the message
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NtfyMessage(
    @JsonProperty("topic") String topic,
    @JsonProperty("title") String title,
    @JsonProperty("message") String message,
    @JsonProperty("priority") int priority,
    @JsonProperty("tags") List<String> tags) {
  /// ntfy's default priority.
  public static final int DEFAULT_PRIORITY = 3;

  /// Copies the tags.
  public NtfyMessage {
    tags = List.copyOf(tags);
  }
}
