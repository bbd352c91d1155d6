package io.penstock.plugin.transform.lookup;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Expr;
import io.penstock.plugin.transform.value.FieldMerge;
import io.penstock.plugin.transform.value.Shown;
import io.penstock.plugin.transform.value.TargetType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Adds fields looked up in a table. */
@PluginComponent(kind = PluginKind.TRANSFORM, name = "enrich",
        doc = "Looks a key up in a table file and adds the row's columns to the event. The file is CSV with a header, or JSON: "
                + "a list of objects, or an object of objects by key. It is read again within a second after it changed; a "
                + "table that cannot be read then is reported once, and the old one stays. Replace the file by renaming.",
        example = "enrich: {table: /etc/penstock/hosts.csv, key: ip, take: [site, owner]}")
@Component(service = Plugin.class)
public final class EnrichPlugin implements TransformPlugin<EnrichPlugin.Settings> {
    /** How the table is written. */
    public enum Format {
        /** JSON when the name ends so, else CSV. */
        AUTO,
        /** Separated values with a header. */
        CSV,
        /** A list of objects, or an object of objects by key. */
        JSON
    }

    /** What becomes of an event whose key is not in the table. */
    public enum OnMiss {
        /** It goes on unchanged. */
        PASS,
        /** It is dropped and counted. */
        DROP,
        /** An event error. */
        ERROR
    }

    /** What a pipe may set. */
    public record Settings(
            @Option(doc = "The table's file.", example = "/etc/penstock/hosts.csv") Path table,
            @Option(doc = "Gives the key to look up; compared as text.", example = "ip") Expr key,
            @Option(doc = "Column that holds the keys; without it, the first one.", example = "address")
            Optional<String> keyColumn,
            @Option(doc = "Columns to add; without it, all but the keys.", example = "[site, owner]") List<String> take,
            @Option(doc = "Put before each column's name to make the field's name.", value = "") String prefix,
            @Option(doc = "Types of columns of a CSV table, as for convert; the others stay texts.",
                    example = "{rack: int}") Map<String, TargetType> types,
            @Option(doc = "How the table is written; auto goes by the file's name.", value = "auto") Format format,
            @Option(doc = "What becomes of an event whose key is not in the table.", value = "pass") OnMiss onMiss,
            @Option(doc = "Largest file read.", value = "64MiB") ByteSize maxSize) {
        boolean isJson() {
            return format == Format.JSON
                    || format == Format.AUTO && table.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        }
    }

    @Override
    public Class<Settings> options() {
        return Settings.class;
    }

    @Override
    public Transform create(Settings options, NodeContext context) {
        Expression key = context.expressions().compile(options.key(), Option.Result.ANY);
        TableFile table = TableFile.open(options, context.clock());
        return (event, outlet) -> {
            String wanted = EventText.text(key.eval(event));
            Fields row = table.row(wanted);
            if (row != null) {
                outlet.emit(event.withFields(FieldMerge.of(event.fields(), row)));
            } else {
                miss(options, wanted, event, outlet);
            }
        };
    }

    private static void miss(Settings options, String wanted, Event event, Outlet outlet) {
        switch (options.onMiss()) {
            case PASS -> outlet.emit(event);
            case DROP -> outlet.drop("not in table");
            case ERROR -> throw PenstockException.invalid("enrich.miss",
                    "the table " + options.table() + " has no row for " + Shown.of(wanted));
        }
    }
}
