package @package@;

import io.penstock.core.batch.Position;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.util.List;

/** The work. Run by one thread; closed by any. */
final class @Class@Input implements Input {
    private static final String PARTITION = "@name@";

    private final @Class@Options options;
    private final Clock clock;
    private final StopSignal stop;

    @Class@Input(@Class@Options options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.stop = new StopSignal(clock);
    }

    @Override
    public void run(InputFeed feed) throws InterruptedException {
        // The checkpoint says what was delivered before the last stop or crash.
        long next = feed.checkpoint(PARTITION).orElse(0);
        long end = options.count().orElse(Long.MAX_VALUE);
        while (next < end && stop.pause(options.every())) {
            Fields fields = Fields.builder().set(Record.RAW, options.text()).set("number", next).build();
            // Blocks while what comes behind is slow.
            feed.emit(List.of(Record.of(clock.now(), fields)), new Position(PARTITION, next + 1));
            next++;
        }
    }

    @Override
    public void close() {
        stop.stop();
    }
}
