package io.penstock.control.server.store;

import java.nio.file.Path;

class SqliteStoreTest extends StoreContract {
    @Override
    StorePlace place(Path folder) {
        return new SqlitePlace(folder);
    }
}
