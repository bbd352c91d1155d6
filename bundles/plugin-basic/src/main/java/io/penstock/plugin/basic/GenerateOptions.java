package io.penstock.plugin.basic;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Rate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

record GenerateOptions(
        @Option(doc = "How many events in all, over every run of the pipe. Absent: without end.", example = "1000", min = 0)
        Optional<Long> count,
        @Option(doc = "How fast. Absent: as fast as the pipe takes them.", example = "100/s")
        Optional<Rate> rate,
        @Option(doc = "Further fields of every event. In a text, {seq} stands for the event's sequence number and "
                + "{seq%N} for its remainder by N.", example = "{host: 'host-{seq%10}', status: 200}")
        Map<String, Object> fields,
        @Option(doc = "Adds a field \"payload\" with a text of this many bytes.", example = "256B", max = 16 << 20)
        Optional<ByteSize> size,
        @Option(doc = "Makes measurements instead, of this many series in turn: those with an even number whole ones that "
                + "count the rounds, the others a quarter of that as floating ones.", example = "1000", min = 1,
                max = 1_000_000)
        Optional<Integer> series,
        @Option(doc = "The most events in one batch.", value = "1000", min = 1, max = 100_000)
        int batchEvents,
        @Option(doc = "The time of the first event; every further one is \"step\" later. Absent: the time it was made.",
                example = "2026-01-01T00:00:00Z")
        Optional<String> startTime,
        @Option(doc = "How far the times of two events are apart when \"start-time\" is given.", value = "1ms", min = 0)
        Duration step) {
}
