create table later (id text not null primary key);
