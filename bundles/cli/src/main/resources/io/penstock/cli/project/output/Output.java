package @package@;

import io.penstock.core.batch.Batch;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.plugin.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** The work. One thread at a time; closed by any. */
final class @Class@Output implements Output {
    private final @Class@Options options;

    @Class@Output(@Class@Options options) {
        this.options = options;
    }

    /** When this returns the batch counts as delivered. What it throws is tried again, with the same batch id. */
    @Override
    public void write(Batch batch) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Event event : batch.events()) {
            lines.append(EventText.json(event)).append('\n');
        }
        Files.write(options.path(), lines.toString().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
        // Nothing is kept open between two batches.
    }
}
