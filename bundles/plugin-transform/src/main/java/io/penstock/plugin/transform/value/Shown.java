package io.penstock.plugin.transform.value;

import io.penstock.core.event.EventText;
import io.penstock.core.event.ValueType;
import java.util.Locale;

/** Values as error messages show them: short, with their type. */
public final class Shown {
    /** Longer values are cut: a message is read by people and kept with the dead letter, which has the whole event. */
    static final int MAX_SHOWN_CHARS = 64;

    private Shown() {
    }

    /** The value with its type, e.g. {@code the string "abc"}; a null reference is {@code nothing}. */
    public static String of(Object value) {
        if (value == null) {
            return "nothing";
        }
        String type = ValueType.of(value).name().toLowerCase(Locale.ROOT);
        String text = EventText.text(value);
        String cut = text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text;
        return value instanceof String ? "the string \"" + cut + "\"" : "the " + type + " " + cut;
    }
}
