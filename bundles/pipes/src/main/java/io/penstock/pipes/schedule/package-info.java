/** When scheduled inputs are due: intervals and cron, with time zones. Pure calculation; waiting is the runtime's. */
package io.penstock.pipes.schedule;
