package io.penstock.control.server;

import io.penstock.control.server.settings.ServerSettings;
import io.penstock.control.server.store.Ids;
import io.penstock.control.server.store.MasterKey;
import io.penstock.control.server.store.PrivateFolder;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.StoreSettings;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Opens the store the settings name, with the key and the server's id that lie in its folder. */
final class StoreOpening {
    private static final String SERVER_ID = "server-id";

    private StoreOpening() {
    }

    static MasterKey key(ServerSettings settings, Path folder, SecureRandom random) {
        return settings.masterKey().map(MasterKey::of).orElseGet(() -> MasterKey.inFolder(folder, random));
    }

    static Store open(ServerSettings settings, MasterKey key, Path folder, Clock clock, SecureRandom random) {
        StoreSettings where = new StoreSettings(settings.database(), settings.user(), settings.password(),
                serverId(folder, clock, random));
        return Store.open(where, folder, key, clock, random);
    }

    /** Made once; another folder is another server. */
    static String serverId(Path folder, Clock clock, SecureRandom random) {
        Path file = folder.resolve(SERVER_ID);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).trim();
            }
            PrivateFolder.make(folder);
            String made = new Ids(clock, random).next();
            PrivateFolder.write(file, made.getBytes(StandardCharsets.US_ASCII));
            return made;
        } catch (IOException e) {
            throw PenstockException.retry("control-server.folder", "cannot keep the server's id in " + file + ": "
                    + PenstockException.describe(e), e);
        }
    }
}
