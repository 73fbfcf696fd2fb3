from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certification import panels
        from certification.operations import signing_keys

        assert panels  # imported for what they register
        signing_keys.check()
