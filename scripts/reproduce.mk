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

# What is sent: the cloud's answers on images that were sent as raw pixels, PNG and JPEG of several qualities.
formats := raw png jpeg90 jpeg75 jpeg50 jpeg30
payload_of = $(patsubst jpeg%,jpeg:%,$(1))
ifeq ($(words $(call have,$(cifar_files))),$(words $(cifar_files)))
payload-cifar100: $(patsubst %,$(runs)/payload-cifar100-%/manifest.json,$(formats))
else
payload-cifar100:
	@echo "$@: skipped, HYBRID_DATA has not all of: $(cifar_files) (configs/README.md says where from)"
endif
$(sets)/cifar100-%.npz:
	$(step) predict-cifar100-$* $(bin)/predict-hybrid --model $(HYBRID_DATA)/models/micronet_main_cifar100.ts.pt \
	  --data cifar100 $(normal) --payload $(call payload_of,$*) --threads 1 --out $@
$(runs)/payload-cifar100-%/manifest.json: $(sets)/mcunet-5fps.npz $(sets)/cifar100-%.npz
	$(step) payload-cifar100-$* $(bin)/hybrid evaluate --base $(sets)/mcunet-5fps.npz --cloud $(sets)/cifar100-$*.npz \
	  --methods on_device,on_cloud,max_prob,auto --profile stm32f746-nbiot --seed 1 --out $(@D)

# On the 200 images of ImageNet, one half of which tunes the other; the networks are those of mcu_imagenet_smoke.yaml.
sides := 96 128 160 176
sample_files := imagenet-sample/test models/mcunet-320kb-1mb_imagenet.pth
ifeq ($(words $(call have,$(sample_files))),$(words $(sample_files)))
payload-imagenet: $(foreach s,$(sides),$(patsubst %,$(runs)/payload-imagenet-$(s)-%/manifest.json,$(formats)))
else
payload-imagenet:
	@echo "$@: skipped, HYBRID_DATA has not all of: $(sample_files) (configs/README.md says where from)"
endif
sample = $(bin)/predict-hybrid --model mcunet-320kb --weights $(HYBRID_DATA)/models/mcunet-320kb-1mb_imagenet.pth \
  --data image_folder --root $(HYBRID_DATA)/imagenet-sample --crop 0.875 --mean 0.5,0.5,0.5 --std 0.5,0.5,0.5 --threads 1
$(sets)/sample-base-%.npz:
	$(step) predict-sample-base-$* $(sample) --split $* --resolution 96 --out $@
define sample_side
$(sets)/sample-$(1)-%-train.npz:
	$$(step) predict-sample-$(1)-$$*-train $$(sample) --split train --payload $$(call payload_of,$$*) --payload-size $(1) --out $$@
$(sets)/sample-$(1)-%-test.npz:
	$$(step) predict-sample-$(1)-$$*-test $$(sample) --split test --payload $$(call payload_of,$$*) --payload-size $(1) --out $$@
$(runs)/payload-imagenet-$(1)-%/manifest.json: $(sets)/sample-base-train.npz $(sets)/sample-base-test.npz \
    $(sets)/sample-$(1)-%-train.npz $(sets)/sample-$(1)-%-test.npz
	$$(step) payload-imagenet-$(1)-$$* $(bin)/hybrid evaluate --base $(sets)/sample-base-test.npz \
	  --cloud $(sets)/sample-$(1)-$$*-test.npz --tune-base $(sets)/sample-base-train.npz \
	  --tune-cloud $(sets)/sample-$(1)-$$*-train.npz --methods on_device,on_cloud,max_prob --profile stm32f746-nbiot \
	  --seed 1 --out $$(@D)
endef
$(foreach s,$(sides),$(eval $(call sample_side,$(s))))
