"""Addresses of the item bank."""

from django.urls import URLPattern, path

from certification.views import imports, item_review, items

ONE = "items/<uuid:public_id>/"
FILE = "items/import/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("items/", items.items, name="items"),
    path("items/new/", items.item_new, name="item_new"),
    path("items/prose/", items.item_prose, name="item_prose"),
    path("items/import/", imports.item_imports, name="item_imports"),
    path(FILE, imports.item_import, name="item_import"),
    path(f"{FILE}act/", imports.item_import_act, name="item_import_act"),
    path("items/export/", imports.items_export, name="items_export"),
    path("items/export/file/", imports.items_file, name="items_file"),
    path(ONE, items.item, name="item"),
    path(f"{ONE}edit/", items.item_edit, name="item_edit"),
    path(f"{ONE}move/", items.item_move, name="item_move"),
    path(f"{ONE}review/", item_review.item_review, name="item_review"),
    path(f"{ONE}preview/", item_review.item_preview, name="item_preview"),
    path(f"{ONE}pictures/", item_review.item_pictures, name="item_pictures"),
    path(f"{ONE}pictures/add/", item_review.item_picture_add, name="item_picture_add"),
    path(f"{ONE}versions/<int:number>/", items.item_version, name="item_version"),
    path("certification/pictures/<uuid:public_id>/", item_review.item_picture, name="item_picture"),
]
