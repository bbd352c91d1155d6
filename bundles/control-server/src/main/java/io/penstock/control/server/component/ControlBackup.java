package io.penstock.control.server.component;

import io.penstock.control.server.access.BackupsResource;
import io.penstock.control.server.store.Backup;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code control.backup {folder?}}: writes a copy of everything, into the server's folder or another, and says where it is. */
@Component
public final class ControlBackup implements AdminCommand {
    private final ServerComponent server;

    /** Of this runtime. */
    @Activate
    public ControlBackup(@Reference ServerComponent server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "control.backup";
    }

    @Override
    public void run(Map<String, Object> given, AdminReply reply) throws InterruptedException {
        BackupsResource backups = server.assembly().access().backups();
        Backup made = given.get("folder") instanceof String folder ? backups.makeIn(existing(folder))
                : Waiting.on(backups.makeNow());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("file", made.file().toAbsolutePath().toString());
        told.put("bytes", made.bytes());
        told.put("sha256", made.sha256());
        reply.send(told);
    }

    private static Path existing(String folder) {
        Path path = Path.of(folder);
        if (!path.isAbsolute() || !Files.isDirectory(path)) {
            throw PenstockException.invalid("control-server.backup-folder", "folder: expected a folder that is there, with its"
                    + " whole path, not \"" + folder + "\"");
        }
        return path;
    }
}
