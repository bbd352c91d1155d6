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
        List<Driver> ours = DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == loader).toList();
        for (Driver driver : ours) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException e) {
                throw new IllegalStateException(driver + " cannot be taken out of the driver manager", e);
            }
        }
    }
}
