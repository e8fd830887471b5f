package dev.mailmonitor.alert.ntfy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// What an ntfy server answers: an id, or an error.
///
/// @param id the accepted message's id
/// @param code ntfy's own number of the error, e.g. 40101
/// @param error the error in words
/// @param link where the error is explained
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record NtfyReply(
    @JsonProperty("id") @Nullable String id,
    @JsonProperty("code") @Nullable Integer code,
    @JsonProperty("error") @Nullable String error,
    @JsonProperty("link") @Nullable String link) {
  /// An answer without a word that ntfy would say.
  static final NtfyReply NOTHING = new NtfyReply(null, null, null, null);
}
