package dev.mailmonitor.alert.ntfy;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// The part of ntfy's HTTP interface that is needed: publishing as JSON, which carries any UTF-8,
/// while titles in HTTP headers do not.
@Path("/")
public interface NtfyClient extends AutoCloseable {
  /// Publishes a message.
  ///
  /// @param authorization the value of the `Authorization` header (RFC 9110), or null for none
  /// @param message what to publish
  /// @return the answer, whatever its status; its body is still to be read, as an `InputStream`, so
  ///   that a body without an end does not fill the memory
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  Response publish(
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization, NtfyMessage message);

  @Override
  void close();
}
