"""What a course says about the person who teaches it."""

from django.db import models

from institute.accounts.models import User


class Teacher(models.Model):
    """An instructor as learners read about them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="teacher")
    headline = models.CharField(max_length=200)
    bio = models.TextField()
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.user.name
