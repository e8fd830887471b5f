package dev.mailmonitor.alert.ntfy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertChannelContract;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.alert.AlertText;
import dev.mailmonitor.target.Secret;
import dev.mailmonitor.testing.NtfyStandIn;
import dev.mailmonitor.testing.NtfyStandIn.Reply;
import dev.mailmonitor.testing.SecretWatch;
import dev.mailmonitor.testing.SmtpStandIn;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

@QuarkusTest
class NtfyContractIT extends AlertChannelContract {
  private static final String TOKEN = SecretWatch.OF_TESTS.keep("tk_of_the_contract");

  private final int port = SmtpStandIn.freePort();

  @Override
  protected OtherSide otherSide() {
    return new Server(port);
  }

  @Override
  protected AlertChannel channel(AlertDetails details) {
    return new NtfyChannel(
        new NtfySettings(
            URI.create("http://127.0.0.1:" + port),
            "alerts",
            new NtfySettings.Credentials.Token(Secret.of(TOKEN)),
            NtfySettings.HIGH,
            List.of(),
            null),
        details,
        new AlertText(ZoneOffset.UTC),
        () -> {
          throw new IllegalStateException("There is no TLS here");
        },
        "mail-monitor/1.2.3");
  }

  private static final class Server implements OtherSide {
    private final int port;
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private NtfyStandIn ntfy;

    Server(int port) {
      this.port = port;
      this.ntfy = NtfyStandIn.start(port);
      takeAll();
    }

    @Override
    public String address() {
      return "http://127.0.0.1:" + port;
    }

    @Override
    public String secret() {
      return TOKEN;
    }

    @Override
    public List<String> arrived() {
      return List.copyOf(arrived);
    }

    @Override
    public void takeAll() {
      ntfy.otherwise(request -> {
        try {
          JsonNode json = new ObjectMapper().readTree(request.body());
          arrived.add(json.get("title").textValue() + "\n" + json.get("message").textValue());
        } catch (JsonProcessingException exception) {
          throw new AssertionError("No JSON: " + request.body(), exception);
        }
        return ntfy.accepted();
      });
    }

    @Override
    public void refuse(String words) {
      ntfy.always(new Reply.Answer(403, Map.of(), words));
    }

    @Override
    public void postpone(String words) {
      ntfy.always(new Reply.Answer(503, Map.of(), words));
    }

    @Override
    public void fallSilent() {
      ntfy.always(new Reply.Silence());
    }

    @Override
    public void hangUp() {
      ntfy.always(new Reply.HangUp());
    }

    @Override
    public void disappear() {
      ntfy.close();
    }

    @Override
    public void comeBack() {
      ntfy = NtfyStandIn.start(port);
      takeAll();
    }

    @Override
    public void close() {
      ntfy.close();
    }
  }
}
