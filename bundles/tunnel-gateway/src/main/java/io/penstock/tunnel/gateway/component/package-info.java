/** The gateway in the framework: its settings, its commands, its health. */
package io.penstock.tunnel.gateway.component;
