package io.penstock.plugin.transform.parse;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.plugin.transform.value.GroupNames;
import io.penstock.plugin.transform.value.TargetType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Takes fields out of a text with a regular expression. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "extract",
        doc = "Takes fields out of a text with a regular expression: one field for each named group, or for each group in "
                + "order when output-fields names them. The pattern may match anywhere in the text. Matching stops with an "
                + "event error after 1000 steps per character, so hostile input cannot stall the pipe.",
        example = "extract: {pattern: '(?<ip>\\S+) (?<status>\\d+)', types: {status: int}}")
@Component(service = Plugin.class)
public final class ExtractPlugin implements TransformPlugin<ExtractPlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Regular expression (Java's notation) with the groups to take.", shorthand = true,
                    example = "(?<ip>\\S+) (?<status>\\d+)") Pattern pattern,
            @Option(doc = "Field that holds the text.", value = "_raw") String inputField,
            @Option(doc = "Names for the pattern's groups, in order; without it the groups' own names are taken.",
                    example = "[ip, status]") List<String> outputFields,
            @Option(doc = "Types of extracted fields, as for convert; the others stay texts.",
                    example = "{status: int}") Map<String, TargetType> types,
            @Option(doc = "What becomes of an event whose text does not match, or is not there.", value = "error")
            OnNoMatch onNoMatch,
            @Option(doc = "Whether to remove the input field from events that matched.", value = "false")
            boolean remove) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        List<OptionProblem> problems = new ArrayList<>();
        int groups = options.pattern().matcher("").groupCount();
        Optional<Map<String, Integer>> named = GroupNames.of(options.pattern());
        if (options.outputFields().isEmpty() && named.isEmpty()) {
            problems.add(new OptionProblem(List.of("pattern"), "extract.group-names",
                    "the names of the pattern's groups cannot be told: use output-fields"));
        } else if (options.outputFields().isEmpty() && named.get().isEmpty()) {
            problems.add(new OptionProblem(List.of("pattern"), "extract.no-group",
                    "expected a pattern with named groups such as (?<status>\\d+), or output-fields"));
        }
        if (options.outputFields().size() > groups) {
            problems.add(new OptionProblem(List.of("output-fields"), "extract.groups", "expected at most as many "
                    + "fields as the pattern has groups, " + groups + ", but found " + options.outputFields().size()));
        }
        List<String> names = names(options);
        options.types().keySet().stream().filter(name -> !names.contains(name)).forEach(name ->
                problems.add(new OptionProblem(List.of("types", name), "extract.unknown-field",
                        "the pattern extracts no field \"" + name + "\"; it extracts " + String.join(", ", names))));
        return problems;
    }

    static List<String> names(Settings options) {
        return options.outputFields().isEmpty()
                ? List.copyOf(GroupNames.of(options.pattern()).orElse(Map.of()).keySet()) : options.outputFields();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new Extractor(options);
    }
}
