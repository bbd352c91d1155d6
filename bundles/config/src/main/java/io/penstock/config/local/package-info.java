/** What commands do with settings in a process of their own, where no runtime is. */
package io.penstock.config.local;
