/** Inputs and outputs over plain sockets: tcp, udp, syslog. */
package io.penstock.plugin.net;
