package dev.mailmonitor.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mailmonitor.probe.LateMail;
import dev.mailmonitor.probe.PendingMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Mails that were not delivered in time as JSON.
final class InFlightJson {
  static final String PENDING = "pending_mails";
  static final String LATE = "late_mails";

  private static final String RUN = "run";
  private static final String SENT_AT = "sent_at";
  private static final String MISSING_AT = "missing_at";
  private static final String ARRIVED_AT = "arrived_at";
  private static final String PLACE = "place";

  private InFlightJson() {}

  private interface Reader<T> {
    T read(JsonFields fields) throws UnreadableStateException;
  }

  /// Adds the fields to a state; none where there is nothing to say.
  static void write(ObjectNode root, InFlight inFlight) {
    if (!inFlight.pending().isEmpty()) {
      ArrayNode array = root.putArray(PENDING);
      for (PendingMail mail : inFlight.pending()) {
        array
            .addObject()
            .put(RUN, mail.run().toString())
            .put(SENT_AT, mail.sentAt().toString())
            .put(MISSING_AT, mail.missingAt().toString());
      }
    }
    if (!inFlight.untold().isEmpty()) {
      ArrayNode array = root.putArray(LATE);
      for (LateMail mail : inFlight.untold()) {
        array
            .addObject()
            .put(RUN, mail.run().toString())
            .put(SENT_AT, mail.sentAt().toString())
            .put(ARRIVED_AT, mail.arrivedAt().toString())
            .put(PLACE, mail.place().name().toLowerCase(Locale.ROOT));
      }
    }
  }

  /// Reads the fields of a state.
  ///
  /// @param newer whether a newer version has written them: what cannot be understood is left out
  static InFlight read(JsonFields root, boolean newer) throws UnreadableStateException {
    return new InFlight(
        list(
            root.optional(PENDING),
            PENDING,
            newer,
            fields ->
                new PendingMail(
                    fields.uuid(RUN), fields.instant(SENT_AT), fields.instant(MISSING_AT))),
        list(
            root.optional(LATE),
            LATE,
            newer,
            fields ->
                new LateMail(
                    fields.uuid(RUN),
                    fields.instant(SENT_AT),
                    fields.instant(ARRIVED_AT),
                    fields.constant(PLACE, LateMail.Place.class))));
  }

  private static <T> List<T> list(
      @Nullable JsonNode array, String name, boolean newer, Reader<T> reader)
      throws UnreadableStateException {
    List<T> mails = new ArrayList<>();
    if (array == null) {
      return mails;
    }
    for (JsonNode element : JsonFields.elements(array, name)) {
      try {
        mails.add(reader.read(JsonFields.of(element, name)));
      } catch (UnreadableStateException exception) {
        if (!newer) {
          throw exception;
        }
      }
    }
    return mails;
  }
}
