package io.penstock.pipes.component;

import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Counts for ever, or up to a number, from its checkpoint. */
@PluginComponent(kind = PluginKind.INPUT, name = "numbers", doc = "Counts.")
public final class Numbers implements InputPlugin<Numbers.Config> {
    record Config(@Option(doc = "Up to this.", value = "9223372036854775807") long upTo,
                  @Option(doc = "So many at a time.", value = "10") int each) {
    }

    @Override
    public Class<Config> options() {
        return Config.class;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Input create(Config options, NodeContext context) {
        return new Counting(options);
    }

    private static final class Counting implements Input {
        private final Config options;
        private final CountDownLatch closed = new CountDownLatch(1);

        private Counting(Config options) {
            this.options = options;
        }

        @Override
        public void run(InputFeed feed) throws InterruptedException {
            long at = feed.checkpoint("n").orElse(0);
            while (at < options.upTo() && closed.getCount() > 0) {
                long to = Math.min(Math.min(at + options.each(), options.upTo()), feed.nextCut("n", at));
                List<Event> events = new ArrayList<>();
                for (long i = at; i < to; i++) {
                    events.add(Record.raw(Instant.EPOCH, Long.toString(i)));
                }
                feed.emit(events, new Position("n", to));
                at = to;
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
