package io.penstock.plugin.transform.field;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.plugin.transform.value.TargetType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Converts fields to other types, exactly or not at all. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "convert",
        doc = "Converts fields to other types, exactly: a value that would lose anything is an error that names it.",
        example = "convert: {status: int, price: decimal}")
@Component(service = Plugin.class)
public final class ConvertPlugin implements TransformPlugin<ConvertPlugin.Settings> {
    /** What to do about a field that is not there. */
    public enum Missing {
        /** Leave it so. */
        PASS,
        /** An event error. */
        ERROR
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Fields with the type each becomes: int, uint, float, decimal, num (whichever of these is exact), "
                    + "string, bool, time, duration, bytes.", shorthand = true, example = "{status: int, price: decimal}")
            List<Map<String, TargetType>> fields,
            @Option(doc = "Whether a field that is not there is left so or is an error.", value = "pass")
            Missing onMissing) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.fields().isEmpty()
                ? List.of(new OptionProblem(List.of("fields"), "convert.nothing", "expected fields with types")) : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        Map<String, TargetType> types = new LinkedHashMap<>();
        options.fields().forEach(types::putAll);
        return new Converter(types, options.onMissing() == Missing.ERROR);
    }
}
