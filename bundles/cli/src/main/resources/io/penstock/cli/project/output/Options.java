package @package@;

import io.penstock.core.options.Option;
import java.nio.file.Path;

/** What a user may write. From it come checking, defaults, schema, forms and documentation. */
public record @Class@Options(
        @Option(doc = "The file events are added to, one JSON object a line.", example = "/tmp/events.jsonl")
        Path path) {
}
