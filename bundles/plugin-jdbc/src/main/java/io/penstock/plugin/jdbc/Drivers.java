package io.penstock.plugin.jdbc;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The drivers in {@link DriverManager}, where they put themselves and stay. */
final class Drivers {
    private Drivers() {
    }

    /** Takes out those that came from a class loader. */
    static void release(ClassLoader loader) {
        // The first look makes the manager load here, too, what other bundles registered: the second finds that.
        of(loader);
        of(loader).forEach(Drivers::deregister);
    }

    private static List<Driver> of(ClassLoader loader) {
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
