package dev.mailmonitor.mail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/// What is asked for of mails, and the answers to it (RFC 3501 section 7.4.2).
final class FetchedMails {
  /// The header fields that are ever asked for.
  static final String HEADERS =
      "(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID X-MAIL-MONITOR X-MAIL-MONITOR-ID"
          + " CONTENT-TYPE SUBJECT DATE FROM RETURN-PATH)])";

  /// The beginning of a whole mail.
  static final String CONTENT = "(UID BODY.PEEK[]<0." + DeliveryReport.LONGEST + ">)";

  private FetchedMails() {}

  /// The mails of an answer to [#HEADERS], by UID.
  static List<ReceivedMail> of(List<Response> responses) {
    List<ReceivedMail> mails = new ArrayList<>();
    for (Response response : responses) {
      if (response instanceof FetchResponse fetched) {
        UID uid = fetched.getItem(UID.class);
        BODY body = fetched.getItem(BODY.class);
        INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
        // A mail that another session just expunged has no body any more.
        if (uid != null && body != null && body.getByteArray() != null) {
          mails.add(
              new ReceivedMail(
                  uid.uid,
                  instant(date == null ? null : date.getDate()),
                  MailHeaders.parse(body.getByteArray().getNewBytes())));
        }
      }
    }
    mails.sort(Comparator.comparingLong(ReceivedMail::uid));
    return mails;
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  /// The mail of an answer to [#CONTENT]; no more of it than was asked for, whatever was answered.
  static Optional<byte[]> content(List<Response> responses) {
    for (Response response : responses) {
      if (response instanceof FetchResponse fetched) {
        BODY body = fetched.getItem(BODY.class);
        if (body != null && body.getByteArray() != null) {
          byte[] bytes = body.getByteArray().getNewBytes();
          return Optional.of(Arrays.copyOf(bytes, Math.min(bytes.length, DeliveryReport.LONGEST)));
        }
      }
    }
    return Optional.empty();
  }
}
