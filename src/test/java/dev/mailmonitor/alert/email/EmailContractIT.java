package dev.mailmonitor.alert.email;

import dev.mailmonitor.alert.AlertChannel;
import dev.mailmonitor.alert.AlertChannelContract;
import dev.mailmonitor.alert.AlertDetails;
import dev.mailmonitor.testing.SmtpStandIn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;

@QuarkusTest
@TestProfile(RelayProfile.class)
class EmailContractIT extends AlertChannelContract {
  @Override
  protected OtherSide otherSide() {
    Relays.forget();
    return new Server(SmtpStandIn.start(RelayProfile.port()));
  }

  @Override
  protected AlertChannel channel(AlertDetails details) {
    return Relays.channels(details, "ops@example.com").getFirst();
  }

  private record Server(SmtpStandIn relay) implements OtherSide {
    @Override
    public String address() {
      return "127.0.0.1:" + RelayProfile.port();
    }

    @Override
    public String secret() {
      return RelayProfile.password();
    }

    @Override
    public List<String> arrived() {
      return relay.deliveries().stream().map(Relays::read).map(Server::titleAndText).toList();
    }

    private static String titleAndText(MimeMessage mail) {
      try {
        return mail.getSubject() + "\n" + Relays.text(mail);
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void takeAll() {
      relay.takingAll();
    }

    @Override
    public void refuse(String words) {
      relay.answering("RCPT", "550 5.7.1 " + words);
    }

    @Override
    public void postpone(String words) {
      relay.answering("RCPT", "451 4.7.1 " + words);
    }

    @Override
    public void fallSilent() {
      relay.silentAt("connect");
    }

    @Override
    public void hangUp() {
      relay.hangingUpAt("DATA");
    }

    @Override
    public void disappear() {
      relay.stopServer();
    }

    @Override
    public void comeBack() {
      relay.startServer();
    }

    @Override
    public void close() {
      relay.close();
    }
  }
}
