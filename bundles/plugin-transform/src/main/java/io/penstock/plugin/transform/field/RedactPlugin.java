package io.penstock.plugin.transform.field;

import io.penstock.core.options.Option;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Hides values that must not travel on. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "redact",
        doc = "Hides the values of fields, and whatever matches a pattern in any text, by a mask, a hash or by removing it.",
        example = "redact: {fields: [password], patterns: ['\\b\\d{16}\\b'], action: mask}")
@Component(service = Plugin.class)
public final class RedactPlugin implements TransformPlugin<RedactPlugin.Settings> {
    /** What becomes of what is hidden. */
    public enum Action {
        /** The mask stands in its place. */
        MASK,
        /** 128 bits of its SHA-256, or of its HMAC with hash-key, in hexadecimal: equal values stay equal. */
        HASH,
        /** The field, or the matching part of the text, is gone. */
        REMOVE
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "Fields to hide whole, whatever they hold.", shorthand = true, example = "[password, user.email]")
            List<String> fields,
            @Option(doc = "Regular expressions; what matches in any text value (not in numbers) is hidden.",
                    example = "['\\b\\d{16}\\b']") List<Pattern> patterns,
            @Option(doc = "Whether to put a mask or a hash in its place, or to remove it.", value = "mask") Action action,
            @Option(doc = "The mask.", value = "***") String mask,
            @Option(doc = "Key of the hash. Without it short values, such as phone numbers, can be found by trying all.",
                    example = "${secret:pipes/redact}") Optional<Secret> hashKey,
            @Option(doc = "Whether to look into nested fields and lists too, for names as for patterns.", value = "true")
            boolean nested) {
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public List<OptionProblem> check(Settings options) {
        return options.fields().isEmpty() && options.patterns().isEmpty()
                ? List.of(new OptionProblem(List.of(), "redact.nothing", "expected fields, patterns or both")) : List.of();
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        return new Redaction(options);
    }
}
