package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.ByteSize;
import io.penstock.plugin.transform.value.FieldMerge;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.JsonText;
import io.penstock.plugin.transform.value.Shown;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Reads JSON out of a field, numbers exactly. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "json",
        doc = "Reads the JSON text in a field. An object's members become fields of the event, unless output-field is "
                + "given. Numbers are exact: whole ones up to 64 bits, signed or not, then decimals; a fraction is a float "
                + "where the float says the same, else a decimal. A key that comes twice is an error.",
        example = "json: {input-field: _raw, remove: true}")
@Component(service = Plugin.class)
public final class JsonPlugin implements TransformPlugin<JsonPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Field that holds the text.", value = "_raw", shorthand = true) String inputField,
            @Option(doc = "Field to put the value into, of any JSON type; without it the text must be an object, whose "
                    + "members are set as fields.", example = "payload") Optional<String> outputField,
            @Option(doc = "Whether to remove the input field.", value = "false") boolean remove,
            @Option(doc = "Whether numbers with a fraction are floats where exact, or always decimals that keep every "
                    + "digit written.", value = "auto") JsonText.Fractions fractions,
            @Option(doc = "What becomes of an event whose input field is not there or is no text. A text that is not JSON "
                    + "is always an error.", value = "error") OnNoMatch onNoMatch,
            @Option(doc = "Longest text accepted, in characters.", value = "1MiB") ByteSize maxSize,
            @Option(doc = "Deepest nesting accepted.", value = "64", min = 1, max = 500) int maxDepth) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        JsonText reader = new JsonText(options.fractions(), options.maxSize().bytes(), options.maxDepth());
        FieldPath input = FieldPath.of(options.inputField());
        Optional<FieldPath> output = options.outputField().map(FieldPath::of);
        return (event, outlet) -> {
            Object held = input.get(event);
            if (!(held instanceof String text)) {
                refuse(options, held);
                outlet.emit(event);
                return;
            }
            Object value = reader.read(text);
            Fields fields = options.remove() ? input.remove(event.fields()) : event.fields();
            outlet.emit(event.withFields(output.isPresent()
                    ? output.get().set(fields, value) : merge(fields, value, options.inputField())));
        };
    }

    private static void refuse(Settings options, Object held) {
        if (options.onNoMatch() == OnNoMatch.ERROR) {
            throw PenstockException.invalid("json.no-text", "expected the field \"" + options.inputField()
                    + "\" to hold JSON text, but found " + Shown.of(held));
        }
    }

    private static Fields merge(Fields fields, Object value, String field) {
        if (!(value instanceof Fields members)) {
            throw PenstockException.invalid("json.no-object", "expected the field \"" + field
                    + "\" to hold a JSON object, but found " + Shown.of(value) + "; output-field takes any value");
        }
        return FieldMerge.of(fields, members);
    }
}
