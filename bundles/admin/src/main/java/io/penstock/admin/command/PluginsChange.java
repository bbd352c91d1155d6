package io.penstock.admin.command;

import io.penstock.core.admin.AdminReply;
import io.penstock.core.admin.Folders;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;

/** What the commands that change the drop folder share. */
final class PluginsChange {
    private final BundleContext context;
    private final DropFolder folder;

    PluginsChange(BundleContext context) {
        this.context = context;
        this.folder = new DropFolder(context, new Folders("admin", context::getProperty).plugins().orElseThrow(() ->
                new PenstockException(ErrorKind.DENIED, "plugins.no-folder", "this distribution has no plugins folder: it runs "
                + "only the bundles it was built with; use the full one to add others")));
    }

    /** Puts a jar that is not there yet. */
    void install(BundleJar jar, AdminReply reply) throws InterruptedException {
        Optional<Bundle> there = folder.bundle(jar.symbolicName());
        if (there.isPresent()) {
            throw new PenstockException(ErrorKind.CONFLICT, "plugins.already-there", jar.symbolicName() + " "
                    + there.get().getVersion() + " is installed already; use \"penstock plugins update\"");
        }
        Path place = folder.fileFor(jar);
        folder.refuseOther(jar, place);
        put(jar, place, reply);
    }

    /** Puts a jar over the one of the same bundle. */
    void update(BundleJar jar, AdminReply reply) throws InterruptedException {
        Bundle there = existing(jar.symbolicName());
        put(jar, folder.fileOf(there), reply);
    }

    private void put(BundleJar jar, Path place, AdminReply reply) throws InterruptedException {
        try (BundleChange change = new BundleChange(context, jar.symbolicName(), BundleEvent.STARTED)) {
            folder.put(jar, place);
            Bundle bundle = change.await(jar.symbolicName() + " lies in " + place + " but did not become ACTIVE");
            reply.send(answer(bundle));
        }
    }

    private static Map<String, Object> answer(Bundle bundle) {
        Map<String, Object> row = new LinkedHashMap<>(BundleStates.row(bundle));
        List<String> names = BundleStates.plugins(bundle).stream().map(plugin -> plugin.get("kind") + " " + plugin.get("name"))
                .toList();
        row.put("plugins", names);
        return row;
    }

    /** Takes a jar away, named as people name it: by symbolic name, by file, or by a plugin it offers. */
    void remove(String name, AdminReply reply) throws InterruptedException {
        Bundle there = folder.bundle(name).or(() -> folder.dropped(name)).orElseGet(() -> existing(name));
        Path file = folder.fileOf(there);
        try (BundleChange change = new BundleChange(context, there.getSymbolicName(), BundleEvent.UNINSTALLED)) {
            folder.remove(file);
            reply.send(BundleStates.row(change.await(there.getSymbolicName() + " was not uninstalled")));
        }
    }

    private Bundle existing(String symbolicName) {
        return folder.bundle(symbolicName).orElseThrow(() -> new PenstockException(ErrorKind.NOT_FOUND,
                "plugins.unknown-bundle", "there is no bundle " + symbolicName + " here; \"penstock plugins list\" shows all"));
    }
}
