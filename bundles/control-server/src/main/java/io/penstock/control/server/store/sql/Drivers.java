package io.penstock.control.server.store.sql;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The drivers in {@link DriverManager}, where they put themselves and would keep a replaced bundle in memory. */
public final class Drivers {
    private Drivers() {
    }

    /** Takes ours out; connections are made without the manager, before and after. */
    public static void release() {
        // The first look makes the manager load here, too, what other bundles registered: the second finds that.
        ours();
        ours().forEach(Drivers::deregister);
    }

    private static List<Driver> ours() {
        ClassLoader loader = Drivers.class.getClassLoader();
        return DriverManager.drivers().filter(driver -> driver.getClass().getClassLoader() == loader).toList();
    }

    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            throw new IllegalStateException(driver + " cannot be taken out of the driver manager", e);
        }
    }
}
