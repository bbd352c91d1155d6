package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.plugin.transform.value.FieldMerge;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.Shown;
import io.penstock.plugin.transform.value.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Reads key=value pairs. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "key-value",
        doc = "Reads pairs such as level=info msg=\"disk full\" into fields. A value may stand in quotes, single or double, "
                + "with backslash before a quote or backslash. Of a key that comes twice the last value counts.",
        example = "key-value: {types: {took: duration}}")
@Component(service = Plugin.class)
public final class KeyValuePlugin implements TransformPlugin<KeyValuePlugin.Settings> {
    /** What a word without a value becomes. */
    public enum Bare {
        /** Nothing. */
        IGNORE,
        /** A field that is true. */
        FLAG,
        /** An event error. */
        ERROR
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Field that holds the text.", value = "_raw", shorthand = true) String inputField,
            @Option(doc = "What stands between pairs; a blank stands for any run of white space.", value = " ")
            String pairSeparator,
            @Option(doc = "What stands between key and value.", value = "=") String valueSeparator,
            @Option(doc = "Put before each key to make the field's name.", value = "") String prefix,
            @Option(doc = "What a word without a value becomes: nothing, a field that is true, or an event error.",
                    value = "ignore") Bare bareWords,
            @Option(doc = "Types of fields, as for convert; the others stay texts.", example = "{took: duration}")
            Map<String, TargetType> types,
            @Option(doc = "What becomes of an event whose text holds no pair, or is not there.", value = "error")
            OnNoMatch onNoMatch,
            @Option(doc = "Whether to remove the input field from events that were read.", value = "false")
            boolean remove) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        List<OptionProblem> problems = new ArrayList<>();
        if (options.pairSeparator().isEmpty()) {
            problems.add(new OptionProblem(List.of("pair-separator"), "key-value.separator", "expected some text"));
        }
        if (options.valueSeparator().isEmpty() || options.valueSeparator().equals(options.pairSeparator())) {
            problems.add(new OptionProblem(List.of("value-separator"), "key-value.separator",
                    "expected some text other than the pair-separator"));
        }
        return problems;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        FieldPath input = FieldPath.of(options.inputField());
        return (event, outlet) -> {
            Object held = input.get(event);
            Fields pairs = held instanceof String text ? new KeyValueText(text, options).read() : Fields.EMPTY;
            if (pairs.isEmpty() && options.onNoMatch() == OnNoMatch.ERROR) {
                throw PenstockException.invalid("key-value.no-pair", "expected the field \"" + input
                        + "\" to hold pairs such as a" + options.valueSeparator() + "b, but found " + Shown.of(held));
            }
            outlet.emit(pairs.isEmpty() ? event : event.withFields(FieldMerge.of(
                    options.remove() ? input.remove(event.fields()) : event.fields(), pairs)));
        };
    }
}
