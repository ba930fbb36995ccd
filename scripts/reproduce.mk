# The experiments behind the paper's tables, a rule per finished run: what stands below results/runs/ is not made again.
# scripts/reproduce calls this with jobs, HYBRID_DATA and, for every step, a line with its time.
#
# A rule reads: results/runs/NAME/manifest.json: the runs it needs, then the step's name and its command.

runs := results/runs
compute := cpu
on_gpu := $(if $(filter cuda,$(compute)),--set compute=cuda)
bin := build/release/bin
step = @scripts/reproduce_step
seeds := 1 2 3
manifests = $(patsubst %,$(runs)/%/manifest.json,$(1))
have = $(wildcard $(addprefix $(HYBRID_DATA)/,$(1)))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all quickstart ablations cifar100 pairs features split imagenet payload payload-cifar100 payload-imagenet
all: quickstart ablations cifar100 pairs features split imagenet payload
# What the tables need.
.PHONY: table1 table2 table3 table4 table5 table6 table7 table8 table9 table10 figure2 figure3 figure4 \
  router_validation router_features split_computation
table1 table5 table6 table7 table9:
table2: cifar100
table3: cifar100 pairs imagenet
figure2 figure3: cifar100
table4: pairs cifar100
table8 table10 figure4: pairs
router_validation: quickstart cifar100
router_features: features
split_computation: quickstart split
payload: payload-cifar100 payload-imagenet

# The main job on Fashion-MNIST, three seeds.
quickstart: $(runs)/quickstart-seeds1-3/seeds.md
$(runs)/quickstart-seed%/manifest.json:
	$(step) quickstart-seed$* $(bin)/train-hybrid --config configs/quickstart.yaml --seed $* $(on_gpu) --out $(@D)
$(runs)/quickstart-seeds1-3/seeds.md: $(call manifests,$(seeds:%=quickstart-seed%))
	$(step) quickstart-seeds1-3 $(bin)/train-hybrid --config configs/quickstart.yaml --seeds 3 $(on_gpu) --out $(runs)/quickstart

# A.8: what each part of the method adds, from the same pre-trained networks. Whatever is not named is as in quickstart.
ablated = --set training.control=false --set threads=1 \
  --set base.weights=$(runs)/quickstart-seed$*/weights/base_before.safetensors \
  --set cloud.weights=$(runs)/quickstart-seed$*/weights/cloud.safetensors
variants := full r rbg rbg-unweighted no-penalty paper-penalty no-router-weight no-base-weight train-labels
full :=
r := --set training.update=router
rbg := --set training.update=router+base+cloud
rbg-unweighted := $(rbg) --set training.base_emphasis=0 --set training.cloud_emphasis=0
no-penalty := --set router.penalty_weight=0
paper-penalty := --set router.penalty=paper
no-router-weight := --set router.positive_weight=0
no-base-weight := --set training.base_emphasis=0
train-labels := --set training.oracle_labels=train
ablations: $(foreach v,$(variants),$(call manifests,$(seeds:%=ablation-$(v)-seed%)))
define ablation
$(runs)/ablation-$(1)-seed%/manifest.json: $(runs)/quickstart-seed%/manifest.json
	$$(step) ablation-$(1)-seed$$* $(bin)/train-hybrid --config configs/quickstart.yaml --seed $$* $(on_gpu) $$(ablated) $$($(1)) --out $$(@D)
endef
$(foreach v,$(variants),$(eval $(call ablation,$(v))))

# CIFAR-100 with published networks, where data and weights are at hand.
cifar_files := cifar-100-binary/test.bin models/mcunet-5fps_cifar100.safetensors models/mcunet-256kb_cifar100.safetensors \
  models/mcunet-320kb_cifar100.safetensors models/micronet_main_cifar100.ts.pt
ifeq ($(words $(call have,$(cifar_files))),$(words $(cifar_files)))
cifar100: $(runs)/cifar100-mcu-seeds1-3/seeds.md
pairs: $(patsubst %,$(runs)/pair-%/manifest.json,5fps-main 256kb-main 320kb-main 5fps-320kb)
features: $(patsubst %,$(runs)/features-%/manifest.json,entropy top10 differences products class)
else
cifar100 pairs features:
	@echo "$@: skipped, HYBRID_DATA has not all of: $(cifar_files) (configs/README.md says where from)"
endif
$(runs)/cifar100-mcu-seed%/manifest.json:
	$(step) cifar100-mcu-seed$* $(bin)/train-hybrid --config configs/cifar100_mcu.yaml --seed $* $(on_gpu) --out $(@D)
$(runs)/cifar100-mcu-seeds1-3/seeds.md: $(call manifests,$(seeds:%=cifar100-mcu-seed%))
	$(step) cifar100-mcu-seeds1-3 $(bin)/train-hybrid --config configs/cifar100_mcu.yaml --seeds 3 $(on_gpu) --out $(runs)/cifar100-mcu

# Every network's outputs on CIFAR-100's test images, then pairs of them, each half of the images tuning the other.
sets := $(runs)/predictions
normal := --mean 0.5071,0.4867,0.4408 --std 0.2675,0.2565,0.2761
$(sets)/mcunet-%.npz:
	$(step) predict-mcunet-$* $(bin)/predict-hybrid --model mcunet-$* --weights $(HYBRID_DATA)/models/mcunet-$*_cifar100.safetensors \
	  --data cifar100 $(normal) --threads 1 --out $@
$(sets)/micronet_%.npz:
	$(step) predict-micronet-$* $(bin)/predict-hybrid --model $(HYBRID_DATA)/models/micronet_$*_cifar100.ts.pt \
	  --data cifar100 $(normal) --threads 1 --out $@

exchanged := --exchange --coverage 0.9,0.8,0.7,0.6,0.5,0.4,0.3 --seed 1
5fps-main := mcunet-5fps micronet_main
256kb-main := mcunet-256kb micronet_main
320kb-main := mcunet-320kb micronet_main
5fps-320kb := mcunet-5fps mcunet-320kb
define pair
$(runs)/pair-$(1)/manifest.json: $(patsubst %,$(sets)/%.npz,$($(1)))
	$$(step) pair-$(1) $(bin)/hybrid evaluate --base $(sets)/$(word 1,$($(1))).npz --cloud $(sets)/$(word 2,$($(1))).npz \
	  $(exchanged) --profile paper-table3 --out $$(@D)
endef
$(foreach p,5fps-main 256kb-main 320kb-main 5fps-320kb,$(eval $(call pair,$(p))))

# What the paper's router should see.
entropy := --set router.features=entropy
top10 := --set router.features=top10
differences := --set router.features=entropy+pairs
products := --set router.features=entropy+pairs --set router.pairs=product
class := --set router.features=entropy+pairs+class
define features_run
$(runs)/features-$(1)/manifest.json: $(sets)/mcunet-5fps.npz $(sets)/micronet_main.npz
	$$(step) features-$(1) $(bin)/hybrid evaluate --base $(sets)/mcunet-5fps.npz --cloud $(sets)/micronet_main.npz \
	  $(exchanged) --methods on_device,on_cloud,entropy,max_prob,router $($(1)) --out $$(@D)
endef
$(foreach f,entropy top10 differences products class,$(eval $(call features_run,$(f))))

# Split computation with early exits, on the layers of the quickstart's cloud network, with features in int8 and in fp32.
split: $(runs)/split-int8/table.md $(runs)/split-fp32/table.md
$(runs)/split-%/table.md: $(runs)/quickstart-seed1/manifest.json
	$(step) split-$* $(bin)/train-exits --run $(runs)/quickstart-seed1 --after 0,1,2,3 --features $* --threads 1 --out $(@D)

# The whole path on a few images of ImageNet, where they are at hand; its numbers mean nothing.
ifneq ($(call have,imagenet-sample/test),)
imagenet: $(runs)/imagenet-smoke/manifest.json
else
imagenet:
	@echo "$@: skipped, HYBRID_DATA has no imagenet-sample/test (configs/README.md says where from)"
endif
$(runs)/imagenet-smoke/manifest.json:
	$(step) imagenet-smoke $(bin)/train-hybrid --config configs/mcu_imagenet_smoke.yaml $(on_gpu) --out $(@D)

# What is sent: the cloud's answers on images that were sent as raw pixels, PNG and JPEG of several qualities, and on features
# that its first layers gave on the device ("features9": up to layer 9).
formats := raw png jpeg90 jpeg75 jpeg50 jpeg30
payload_of = $(patsubst features%,features:%,$(patsubst jpeg%,jpeg:%,$(1)))
# MCUNet-320kB, whose layers we know, is a second cloud; its features' range comes from training images.
layered := png jpeg90 $(if $(call have,cifar-100-binary/train.bin),features9 features17)
ifeq ($(words $(call have,$(cifar_files))),$(words $(cifar_files)))
payload-cifar100: $(patsubst %,$(runs)/payload-cifar100-%/manifest.json,$(formats) $(layered:%=320kb-%))
else
payload-cifar100:
	@echo "$@: skipped, HYBRID_DATA has not all of: $(cifar_files) (configs/README.md says where from)"
endif
$(sets)/cifar100-%.npz:
	$(step) predict-cifar100-$* $(bin)/predict-hybrid --model $(HYBRID_DATA)/models/micronet_main_cifar100.ts.pt \
	  --data cifar100 $(normal) --payload $(call payload_of,$*) --threads 1 --out $@
$(sets)/cifar100-320kb-%.npz:
	$(step) predict-cifar100-320kb-$* $(bin)/predict-hybrid --model mcunet-320kb \
	  --weights $(HYBRID_DATA)/models/mcunet-320kb_cifar100.safetensors \
	  --data cifar100 $(normal) --payload $(call payload_of,$*) --threads 1 --out $@
$(runs)/payload-cifar100-%/manifest.json: $(sets)/mcunet-5fps.npz $(sets)/cifar100-%.npz
	$(step) payload-cifar100-$* $(bin)/hybrid evaluate --base $(sets)/mcunet-5fps.npz --cloud $(sets)/cifar100-$*.npz \
	  --methods on_device,on_cloud,max_prob,auto --profile stm32f746-nbiot --seed 1 --out $(@D)

# On ImageNet: so many validation images of the reader's own where they are at hand (0: all 50,000), one half of which tunes,
# else the 200 images of the sample, whose train/ tunes. The networks are those of mcu_imagenet_smoke.yaml.
imagenet_images ?= 2000
sides := 96 128 160 176 208 236
layers := 2 6 9 15 17
imagenet_sent = $(foreach s,$(sides),$(formats:%=$(s)-%)) 176-jpeg95 $(if $(call have,$(1)/train $(1)/train.csv),$(layers:%=176-features%))
imagenet_weights := models/mcunet-320kb-1mb_imagenet.pth
ifeq ($(call have,$(imagenet_weights)),)
payload-imagenet:
	@echo "$@: skipped, HYBRID_DATA has no $(imagenet_weights) (configs/README.md says where from)"
else ifneq ($(call have,imagenet/test imagenet/test.csv),)
payload-imagenet: $(patsubst %,$(runs)/payload-imagenet-val-%/manifest.json,$(call imagenet_sent,imagenet))
else ifneq ($(call have,imagenet-sample/test),)
payload-imagenet: $(patsubst %,$(runs)/payload-imagenet-%/manifest.json,$(call imagenet_sent,imagenet-sample))
else
payload-imagenet:
	@echo "$@: skipped, HYBRID_DATA has neither imagenet/test nor imagenet-sample/test (configs/README.md says where from)"
endif
of_imagenet = $(bin)/predict-hybrid --model mcunet-320kb --weights $(HYBRID_DATA)/$(imagenet_weights) \
  --data image_folder --root $(HYBRID_DATA)/$(1) --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 --threads 1
# "96-jpeg75": --payload jpeg:75 --payload-size 96; features are those of the network's own 176 pixels.
side_of = $(firstword $(subst -, ,$(1)))
format_of = $(lastword $(subst -, ,$(1)))
# The middle 7/8 of an image; 236 pixels are cut out of 256, which is what the sample's images have.
crop_of = --crop $(if $(filter 236,$(call side_of,$(1))),0.921875,0.875)
sent_as = $(call crop_of,$(1)) --payload $(call payload_of,$(call format_of,$(1))) $(if $(findstring features,$(1)),,--payload-size $(call side_of,$(1)))
$(sets)/val-base.npz:
	$(step) predict-val-base $(call of_imagenet,imagenet) --split test --limit $(imagenet_images) --crop 0.875 --resolution 96 --out $@
$(sets)/val-%.npz:
	$(step) predict-val-$* $(call of_imagenet,imagenet) --split test --limit $(imagenet_images) $(call sent_as,$*) --out $@
$(runs)/payload-imagenet-val-%/manifest.json: $(sets)/val-base.npz $(sets)/val-%.npz
	$(step) payload-imagenet-val-$* $(bin)/hybrid evaluate --base $(sets)/val-base.npz --cloud $(sets)/val-$*.npz \
	  --methods on_device,on_cloud,max_prob --profile stm32f746-nbiot --seed 1 --out $(@D)

$(sets)/sample-base-%.npz:
	$(step) predict-sample-base-$* $(call of_imagenet,imagenet-sample) --split $* --crop 0.875 --resolution 96 --out $@
$(sets)/sample-%-train.npz:
	$(step) predict-sample-$*-train $(call of_imagenet,imagenet-sample) --split train $(call sent_as,$*) --out $@
$(sets)/sample-%-test.npz:
	$(step) predict-sample-$*-test $(call of_imagenet,imagenet-sample) --split test $(call sent_as,$*) --out $@
$(runs)/payload-imagenet-%/manifest.json: $(sets)/sample-base-train.npz $(sets)/sample-base-test.npz \
    $(sets)/sample-%-train.npz $(sets)/sample-%-test.npz
	$(step) payload-imagenet-$* $(bin)/hybrid evaluate --base $(sets)/sample-base-test.npz \
	  --cloud $(sets)/sample-$*-test.npz --tune-base $(sets)/sample-base-train.npz \
	  --tune-cloud $(sets)/sample-$*-train.npz --methods on_device,on_cloud,max_prob --profile stm32f746-nbiot \
	  --seed 1 --out $(@D)
