package io.penstock.control.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("postgres")
class PostgresStoreTest extends StoreContract {
    @Override
    StorePlace place(Path folder) {
        return new PostgresPlace(folder);
    }
}
