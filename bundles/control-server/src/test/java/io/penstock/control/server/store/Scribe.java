package io.penstock.control.server.store;

import io.penstock.core.time.Clock;
import io.penstock.core.value.Secret;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A process that writes until it is killed, and says what was acknowledged. */
final class Scribe {
    private static final int AT_A_TIME = 100;

    private Scribe() {
    }

    /** Folder, round, and the database's address where it is not a file. */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        SecureRandom random = new SecureRandom();
        StoreSettings settings = args.length < 3 ? StoreSettings.embedded("scribe")
                : new StoreSettings(Optional.of(args[2]), Optional.of("postgres"), Optional.<Secret>empty(), "scribe-" + args[1]);
        Store store = Store.open(settings, folder, MasterKey.inFolder(folder, random), Clock.system(), random);
        Semaphore free = new Semaphore(AT_A_TIME);
        for (int i = 0; ; i++) {
            free.acquire();
            String name = "r" + args[1] + "-" + i;
            store.write(tx -> {
                tx.update("insert into meta (name, value) values (?, '1')", name);
                tx.update("insert into leases (name, holder, epoch, until) values (?, '', 1, 0)", name);
                tx.change(ChangeKind.AGENT, name, ChangeOp.CREATED, 1);
                tx.audit(new Act("server", "", "write", "agent", name, Act.Result.DONE, "", "request-1", Map.of()));
                return name;
            }).thenAccept(done -> {
                System.out.println(done);
                free.release();
            });
        }
    }
}
