/** Guards the web console: who may use it, from which pages, and where it listens. */
package io.penstock.admin.console;
