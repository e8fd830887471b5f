package dev.mailmonitor.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// A user's own mail, as mailboxes have it after some years: nothing of it is a monitor's business.
public final class Letters {
  private static final List<String> FLAGS =
      List.of("", "S", "RS", "FS", "T", "ST", "FRST", "D", "a", "Sab", "STb");

  private Letters() {}

  /// Puts letters into a folder, with flags, keywords and times of arrival.
  ///
  /// @param instance a monitor whose mails some of them quote
  /// @param count how many
  /// @param flagged whether some are flagged as deleted
  public static void into(
      MailHost host, String folder, String instance, int count, boolean flagged) {
    Random random = new Random(folder.hashCode());
    try {
      for (int number = 0; number < count; number++) {
        Path mail = host.deliver(host.user(), folder, letter(number, instance, random));
        String flags = FLAGS.get(number % FLAGS.size());
        Path named =
            mail.resolveSibling("../cur")
                .normalize()
                .resolve(mail.getFileName() + ":2," + (flagged ? flags : flags.replace("T", "")));
        Files.move(mail, named);
        Instant arrived = Instant.now().minus(Duration.ofHours(number * 5L));
        Files.setLastModifiedTime(named, FileTime.from(arrived));
      }
      Path maildir = host.maildir(host.user());
      Path keywords =
          (folder.equals("INBOX") ? maildir : maildir.resolve("." + folder))
              .resolve("dovecot-keywords");
      Files.writeString(keywords, "0 $Label1\n1 Project\n");
      Maildirs.give(keywords);
    } catch (IOException e) {
      throw new UncheckedIOException("The letters were not put into " + folder, e);
    }
  }

  /// A test mail as a monitor sends it.
  public static String testMail(String instance) {
    return """
    Message-ID: <d7f0c54b-0e4e-4b44-8a4b-5e4b6d0f3c11@mail.test>
    From: <probe@mail.test>
    To: <probe@mail.test>
    Subject: Mail Monitor Test - 2026-01-16T10:30:00Z
    X-Mail-Monitor: true
    X-Mail-Monitor-Id: instance=%s; target=; run=d7f0c54b-0e4e-4b44-8a4b-5e4b6d0f3c11

    A test.
    """
        .formatted(instance);
  }

  private static byte[] letter(int number, String instance, Random random) {
    String quoted = testMail(instance);
    return switch (number % 16) {
      case 0 -> bytes("From: a@b.test\nSubject: plain %d\n\nHello.\n".formatted(number));
      case 1 ->
          latin("Subject: Gr\u00fc\u00dfe %d\nFrom: J\u00f6rg <j@b.test>\n\nSch\u00f6n.\n", number);
      case 2 -> bytes("Subject: 你好 %d ✅\nMessage-ID: <%d@b.test>\n\n早\n".formatted(number, number));
      case 3 ->
          bytes("Subject: huge\n" + "X-Trace: 0123456789 0123456789\n".repeat(4_000) + "\nx\n");
      case 4 -> bytes("Subject: " + "long ".repeat(20_000) + "\n\nx\n");
      case 5 -> bytes("No header at all, just words.\nAnd more of them.\n");
      case 6 -> bytes("\n\nA body without a header.\n");
      case 7 -> attachment(random);
      case 8 ->
          bytes(
              """
              Subject: broken
              Content-Type: multipart/mixed; boundary="b

              --b
              Content-Type: ;;

              --c--
              """);
      case 9 -> bytes("Subject: Fwd: Mail Monitor Test - x\nFrom: a@b.test\n\n" + quoted);
      case 10 ->
          bytes(
              """
              From: MAILER-DAEMON@mail.test
              Subject: Undeliverable: Mail Monitor Test - 2026-01-16T10:30:00Z
              X-Mail-Monitor: true
              Content-Type: multipart/report; report-type=delivery-status; boundary=b

              --b
              Content-Type: message/rfc822

              %s
              --b--
              """
                  .formatted(quoted));
      case 11 ->
          bytes(
              "Subject: Re: Mail Monitor Test - y\nIn-Reply-To:"
                  + " <d7f0c54b-0e4e-4b44-8a4b-5e4b6d0f3c11@mail.test>\n\nWhat is this?\n");
      case 12 -> bytes("Subject: Mail Monitor Test\nX-Mail-Monitor: false\n\nx\n");
      case 13 ->
          bytes(
              "X-Mail-Monitor-Id: instance=" + instance + "; target=; run=1\nSubject: odd\n\nx\n");
      case 14 -> bytes("Subject: Mail Monitor Test - z\nX-Mail-Monitor : truest\n\nx\n");
      default ->
          bytes("Message-ID: <dup@b.test>\nMessage-ID: <dup@b.test>\nDate: never\n\n.\n..\n");
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] latin(String text, int number) {
    return text.formatted(number).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// With every byte there is, lone line ends among them.
  private static byte[] attachment(Random random) {
    byte[] noise = new byte[20_000];
    random.nextBytes(noise);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(
        bytes(
            "Subject: attachment\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type:"
                + " application/octet-stream\nContent-Transfer-Encoding: binary\n\n"));
    mail.writeBytes(noise);
    mail.writeBytes(bytes("\n--b--\n"));
    return mail.toByteArray();
  }
}
