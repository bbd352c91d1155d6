package io.penstock.core.event;

/** Events as one line for people, the same in every output; {@link EventText} has the JSON form. */
public final class EventLine {
    private EventLine() {
    }

    /**
     * Appends what a person wants to see. A record that has {@link Record#RAW} alone is that text; any other event is its
     * time and then its fields as in {@link #appendLogfmt}; a measurement is time, metric, value, unit, and whatever else
     * is not the local machine. Line ends within become {@code \n}.
     */
    public static void appendText(StringBuilder out, Event event) {
        if (event instanceof Measurement measurement) {
            appendMeasurement(out, measurement);
            return;
        }
        Fields fields = event.fields();
        if (fields.size() == 1 && fields.get(Record.RAW) instanceof String raw) {
            appendOneLine(out, raw);
            return;
        }
        out.append(event.time());
        appendPairs(out, fields, true);
    }

    /** Appends the fields as {@code name=value} with blanks between; a value with blanks, quotes or {@code =} is quoted. */
    public static void appendLogfmt(StringBuilder out, Event event) {
        appendPairs(out, event.fields(), false);
    }

    private static void appendMeasurement(StringBuilder out, Measurement measurement) {
        out.append(measurement.time()).append(' ').append(measurement.metric()).append(' ')
                .append(EventText.text(measurement.value()));
        if (!measurement.unit().equals("1")) {
            out.append(' ').append(measurement.unit());
        }
        appendEntity(out, "resource", measurement.resource());
        appendEntity(out, "consumer", measurement.consumer());
        appendPairs(out, measurement.attributes(), true);
    }

    private static void appendEntity(StringBuilder out, String name, Entity entity) {
        if (!entity.equals(Entity.LOCAL_MACHINE)) {
            out.append(' ');
            appendPair(out, name, entity.toString());
        }
    }

    private static void appendPairs(StringBuilder out, Fields fields, boolean blankFirst) {
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0 || blankFirst) {
                out.append(' ');
            }
            appendPair(out, fields.name(i), EventText.text(fields.value(i)));
        }
    }

    private static void appendPair(StringBuilder out, String name, String value) {
        out.append(name.indexOf(' ') < 0 ? name : name.replace(' ', '_')).append('=');
        if (isPlain(value)) {
            out.append(value);
        } else {
            EventText.appendJson(out, value);
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == '"' || c == '=' || c == '\\') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static void appendOneLine(StringBuilder out, String raw) {
        if (raw.indexOf('\n') < 0 && raw.indexOf('\r') < 0) {
            out.append(raw);
        } else {
            out.append(raw.replace("\r", "\\r").replace("\n", "\\n"));
        }
    }
}
