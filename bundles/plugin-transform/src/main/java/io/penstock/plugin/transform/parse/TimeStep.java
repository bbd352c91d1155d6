package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.Clock;
import io.penstock.plugin.transform.value.EventTime;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.Shown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Moves times between fields and the event. One thread. */
final class TimeStep implements Transform {
    private final TimePlugin.Settings options;
    private final Clock clock;
    private final Optional<FieldPath> input;
    private final Optional<FieldPath> output;
    private final List<TimeFormat> formats;
    private final Optional<TimeFormat> written;
    /** Neighbouring lines often carry the same second: reading a pattern costs a microsecond, comparing does not. */
    private Object lastRead = "";
    private Instant lastTime = Instant.EPOCH;

    TimeStep(TimePlugin.Settings options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.input = options.inputField().map(FieldPath::of);
        this.output = options.outputField().map(FieldPath::of);
        this.formats = options.format().stream().map(format -> TimeFormat.of(format, options.zone())).toList();
        this.written = options.outputFormat().map(format -> TimeFormat.of(format, options.zone()));
    }

    @Override
    public void apply(Event event, Outlet out) {
        Object held = input.isPresent() ? input.get().get(event) : event.time();
        Instant time = held == null ? null : read(held);
        if (time == null) {
            refuse(held);
            out.emit(event);
            return;
        }
        Event trimmed = options.remove() && input.isPresent()
                ? event.withFields(input.get().remove(event.fields())) : event;
        out.emit(output.isPresent() ? write(trimmed, output.get(), time) : EventTime.of(trimmed, time));
    }

    private Event write(Event event, FieldPath field, Instant time) {
        Object value = written.isPresent() ? written.get().write(time) : time;
        return event.withFields(field.set(event.fields(), value));
    }

    private Instant read(Object held) {
        if (held instanceof Instant time) {
            return time;
        }
        if (held.equals(lastRead)) {
            return lastTime;
        }
        for (TimeFormat format : formats) {
            Instant time = format.read(held, clock.now());
            if (time != null) {
                lastRead = held;
                lastTime = time;
                return time;
            }
        }
        return null;
    }

    private void refuse(Object held) {
        if (options.onNoMatch() == OnNoMatch.ERROR) {
            throw PenstockException.invalid("time.no-match", "the field \"" + options.inputField().orElse("")
                    + "\" holds " + Shown.of(held) + ", which is no time as " + String.join(" or ", options.format()));
        }
    }
}
