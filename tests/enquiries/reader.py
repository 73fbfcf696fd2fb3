"""A worker that a test may kill: reads on with the first unfinished file of calls, line by line."""

if __name__ == "__main__":
    import django

    django.setup()
    from enquiries import tasks
    from enquiries.operations import importing

    importing.A_BATCH = 1
    tasks.read_on()
