package io.penstock.admin.command;

import io.penstock.admin.Sources;
import io.penstock.admin.http.HealthReport;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Folders;
import io.penstock.core.admin.PlaceSource;
import io.penstock.core.error.PenstockException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code status}: how everything is and where everything is, as one map. */
@Component
public final class StatusCommand implements AdminCommand {
    private final BundleContext context;
    private final Sources sources;

    /** Asks the sources at every call. */
    @Activate
    public StatusCommand(BundleContext context, @Reference Sources sources) {
        this.context = context;
        this.sources = sources;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public void run(Map<String, Object> arguments, AdminReply reply) throws InterruptedException {
        HealthReport health = sources.health();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", context.getBundle().getVersion().toString());
        status.put("mode", Optional.ofNullable(context.getProperty("io.penstock.mode")).orElse(""));
        status.put("pid", ProcessHandle.current().pid());
        ProcessHandle.current().info().startInstant().ifPresent(time -> status.put("started", time.toString()));
        status.put("java", Runtime.version().toString());
        status.put("started-up", context.getBundle(0).getState() == Bundle.ACTIVE);
        status.put("state", health.worst().name());
        status.put("capabilities", health.lines().stream().map(HealthReport.Line::row).toList());
        status.put("pipes", pipes());
        status.put("places", places());
        reply.send(status);
    }

    private List<Object> pipes() throws InterruptedException {
        List<Object> rows = new ArrayList<>();
        Optional<AdminCommand> list = sources.commands().find("pipes.list");
        try {
            if (list.isPresent()) {
                list.get().run(Map.of(), rows::add);
            }
        } catch (PenstockException e) {
            // The pipes' own health line says what is wrong with them; the rest of the status is still worth telling.
            return List.of();
        }
        return rows;
    }

    private List<Object> places() {
        List<Map<String, Object>> rows = new ArrayList<>();
        sources.places().forEach(source -> told(source).forEach((name, where) -> rows.add(row(name, where))));
        rows.sort(Comparator.comparing(row -> String.valueOf(row.get("name"))));
        Folders folders = new Folders("admin", context::getProperty);
        DatabaseFiles.in(folders.data()).forEach(file -> rows.add(row("database", file.toString())));
        rows.add(row("data", folders.data().toString()));
        property("pipes", "io.penstock.pipes", rows);
        folders.plugins().ifPresent(folder -> rows.add(row("plugins", folder.toString())));
        property("settings", "io.penstock.config", rows);
        return List.copyOf(rows);
    }

    private static Map<String, String> told(PlaceSource source) {
        try {
            return source.places();
        } catch (RuntimeException | LinkageError e) {
            // On its way out, most likely: everything else is still worth telling.
            return Map.of();
        }
    }

    private void property(String name, String key, List<Map<String, Object>> rows) {
        Optional.ofNullable(context.getProperty(key)).ifPresent(where -> rows.add(row(name, where)));
    }

    private static Map<String, Object> row(String name, String where) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("where", where);
        return row;
    }
}
