package io.penstock.plugin.file.write;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the file output begin with: one output, a folder, a clock. */
abstract class FileOutputSetup {
    static final String STREAM = "stream-1";

    final FileOutputPlugin plugin = new FileOutputPlugin();
    final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T23:59:50Z"));

    @TempDir
    Path folder;

    FileOutputOptions options(Map<String, Object> written) {
        Map<String, Object> all = new HashMap<>(Map.of("path", folder + "/out", "format", "raw", "sync", "none"));
        all.putAll(written);
        return Plugins.options(plugin, all);
    }

    Output opened(Map<String, Object> written) throws Exception {
        Output output = plugin.create(options(written), TestContext.of(folder, clock));
        output.open();
        return output;
    }

    String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    static Batch batch(long seq, String... lines) {
        return new Batch(new BatchId(STREAM, seq), Arrays.stream(lines).map(FileOutputSetup::raw).toList());
    }

    static Event raw(String text) {
        return Record.raw(Instant.EPOCH, text);
    }
}
