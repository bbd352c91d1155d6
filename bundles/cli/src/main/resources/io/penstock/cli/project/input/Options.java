package @package@;

import io.penstock.core.options.Option;
import java.time.Duration;
import java.util.Optional;

/** What a user may write. From it come checking, defaults, schema, forms and documentation. */
public record @Class@Options(
        @Option(doc = "The text of every event.", example = "tick")
        String text,
        @Option(doc = "How long to wait between two events.", value = "1s", min = 0)
        Duration every,
        @Option(doc = "How many events to bring; no end unless given.", min = 1)
        Optional<Long> count) {
}
