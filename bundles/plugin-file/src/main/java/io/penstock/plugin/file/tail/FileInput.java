package io.penstock.plugin.file.tail;

import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Reads in rounds and rests, longer and longer, when there is nothing new. Run by one thread; closed from any. */
final class FileInput implements Input {
    private static final Duration SHORTEST_REST = Duration.ofMillis(20);

    private final FileInputOptions options;
    private final Clock clock;
    private final Supplier<Path> dataFolder;
    private final StopSignal stop;

    FileInput(FileInputOptions options, Clock clock, Supplier<Path> dataFolder) {
        this.options = options;
        this.clock = clock;
        this.dataFolder = dataFolder;
        this.stop = new StopSignal(clock);
    }

    @Override
    public void run(InputFeed feed) throws IOException, InterruptedException {
        try (Rounds rounds = new Rounds(options, clock, feed, dataFolder.get(), stop)) {
            Duration rest = SHORTEST_REST;
            while (!stop.stopped()) {
                if (rounds.next()) {
                    rest = SHORTEST_REST;
                } else if (!options.follow()) {
                    rounds.complete();
                    return;
                } else {
                    stop.pause(rest);
                    rest = min(rest.multipliedBy(2), options.pollInterval());
                }
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("interrupted while reading files");
        }
    }

    /** The failure, unless it came from the thread's interrupt, which is passed on. */
    static IOException unlessInterrupted(IOException failure) throws ClosedByInterruptException {
        if (failure instanceof ClosedByInterruptException interrupted) {
            Thread.interrupted();
            throw interrupted;
        }
        return failure;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        stop.stop();
    }
}
