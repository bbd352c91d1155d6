package io.penstock.plugin.transform.field;

import io.penstock.core.event.Fields;
import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.plugin.transform.value.FieldPath;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Renames fields. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "rename",
        doc = "Renames fields, one after another; a field that is not there is skipped, one of the new name is replaced.",
        example = "rename: {src_ip: client, msg: message}")
@Component(service = Plugin.class)
public final class RenamePlugin implements TransformPlugin<RenamePlugin.Settings> {
    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Old names with the new name of each.", shorthand = true,
                    example = "{src_ip: client}") List<Map<String, String>> fields) {
    }

    private record Renaming(FieldPath from, FieldPath to) {
        Fields apply(Fields fields) {
            Object value = from.get(fields);
            if (value == null) {
                return fields;
            }
            return from.isPlain() && to.isPlain() ? inPlace(fields) : to.set(from.remove(fields), value);
        }

        private Fields inPlace(Fields fields) {
            String before = from.toString();
            String after = to.toString();
            Fields.Builder renamed = Fields.builder();
            for (int i = 0; i < fields.size(); i++) {
                String name = fields.name(i);
                if (name.equals(before)) {
                    renamed.set(after, fields.value(i));
                } else if (!name.equals(after)) {
                    renamed.set(name, fields.value(i));
                }
            }
            return renamed.build();
        }
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.fields().isEmpty()
                ? List.of(new OptionProblem(List.of("fields"), "rename.nothing", "expected old names with new names"))
                : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        List<Renaming> renamings = options.fields().stream().flatMap(names -> names.entrySet().stream())
                .filter(names -> !names.getKey().equals(names.getValue()))
                .map(names -> new Renaming(FieldPath.of(names.getKey()), FieldPath.of(names.getValue()))).toList();
        List<FieldPath> old = renamings.stream().map(Renaming::from).toList();
        return (event, outlet) -> {
            if (!FieldPath.anyIn(event, old)) {
                outlet.emit(event);
                return;
            }
            Fields before = event.fields();
            Fields fields = before;
            for (Renaming renaming : renamings) {
                fields = renaming.apply(fields);
            }
            outlet.emit(fields == before ? event : event.withFields(fields));
        };
    }
}
