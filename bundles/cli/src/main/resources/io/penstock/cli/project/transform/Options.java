package @package@;

import io.penstock.core.options.Option;

/** What a user may write. From it come checking, defaults, schema, forms and documentation. */
public record @Class@Options(
        @Option(doc = "The field to set.", value = "greeting")
        String field,
        @Option(doc = "What to set it to.", example = "hello")
        String text) {
}
