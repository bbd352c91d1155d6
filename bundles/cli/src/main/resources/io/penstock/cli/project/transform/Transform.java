package @package@;

import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;

/** The work. One thread at a time. */
final class @Class@Transform implements Transform {
    private final @Class@Options options;

    @Class@Transform(@Class@Options options) {
        this.options = options;
    }

    @Override
    public void apply(Event event, Outlet out) {
        if (event instanceof Record line) {
            out.emit(line.withFields(line.fields().with(options.field(), options.text())));
        } else {
            // A measurement has a fixed shape: it passes as it is. An event that is not emitted counts as filtered.
            out.emit(event);
        }
    }
}
